"""The nation's market under the extended laws as a study."""
