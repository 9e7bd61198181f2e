// Node's types declare TextDecoder as a value only; shared code also names it as a type, as browsers do.

type NodeTextDecoder = import("node:util").TextDecoder;
interface TextDecoder extends NodeTextDecoder {}

type NodeTextEncoder = import("node:util").TextEncoder;
interface TextEncoder extends NodeTextEncoder {}
