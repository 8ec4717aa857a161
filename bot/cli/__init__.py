"""The command ``pomodock``: one file a sub-command. Absent on purpose: any rule or wiring of its own."""
