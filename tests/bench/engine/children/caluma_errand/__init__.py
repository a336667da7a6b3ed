"""What Caluma wants to be told by a class: whom a task that is asked of many is addressed to."""
