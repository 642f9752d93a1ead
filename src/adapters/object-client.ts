import type { ObjectClient } from './objects.ts';

/**
 * Calls the public methods of the objects of a namespace. Every call asks for the object anew: a stub is broken after its
 * first failure.
 */
export function objectClient<Target extends Rpc.DurableObjectBranded>(
  namespace: DurableObjectNamespace<Target>,
): ObjectClient<Target> {
  return new Proxy<ObjectClient<Target>>(Object.create(null), {
    get:
      (_client, method) =>
      (name: string, ...args: readonly unknown[]) => {
        const stub: object = namespace.getByName(name);
        return Reflect.apply(Reflect.get(stub, method), stub, args);
      },
  });
}
