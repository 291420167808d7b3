"""What code does with the answers of Tencent Cloud: calls, handlers, code tests, as facts."""
