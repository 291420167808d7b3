"""What Tencent Cloud answers: services, actions, error codes, families and guidance."""
