"""Letters that go out by mail: each once, whatever breaks on the way; and addresses that they no longer reach."""
