"""What runs in AWS beside the containers: the Lambda on the streams, its package and its template."""
