// Where the page is.

/** Of a stored page: where it was when it was stored. */
let storedAddress = null;

const address = () => storedAddress ?? location.href;
