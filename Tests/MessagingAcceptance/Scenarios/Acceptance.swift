/// What ``Publisher`` and ``Subscriber`` promise, one scenario each. Every broker passes all that it can be put to.
public enum Acceptance {}
