"""Many files, one result: settings, discovery, cache, processes and suppressions."""
