"""The nation's market under the extended laws."""
