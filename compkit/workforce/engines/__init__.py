"""Every person as a pure function, frame in and frame out, for any engine that cuts rows into partitions."""
