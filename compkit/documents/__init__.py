"""Documents in memory: letters and workbooks. The only place that rounds and formats; nothing here touches a disk."""
