"""Signing in with a company account: OpenID Connect through a Cognito user pool, whose groups cap roles."""
