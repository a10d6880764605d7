/** A port with some methods replaced; the others keep their own `this`. */
export function broken<Port extends object>(port: Port, replaced: Partial<Port>): Port {
  return new Proxy<Port>(Object.create(port), {
    get: (_heir, name) => {
      const member: unknown = Reflect.get(name in replaced ? replaced : port, name);
      return typeof member === "function" ? member.bind(port) : member;
    },
  });
}
