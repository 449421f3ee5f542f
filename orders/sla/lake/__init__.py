"""The facts as Parquet files in S3: what reports read, kept up to date from the marks that changed facts leave."""
