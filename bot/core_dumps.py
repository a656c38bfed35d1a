"""A crashed program's memory must not land on disk: it would name whoever tapped in the last 48 hours."""

try:
    import resource
except ImportError:  # Windows writes no core dumps
    resource = None  # type: ignore[assignment]


def forbid_core_dumps() -> None:
    """Have the system write none for this program and all that it starts."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def core_dumps() -> str:
    """What would happen now, in words."""
    if resource is None:
        return "this system writes none"
    limit, _ = resource.getrlimit(resource.RLIMIT_CORE)
    return "none" if limit == 0 else "allowed in this shell; bot run forbids them for itself"
