"""Cut now or wait?"""
