import { gzipSync } from 'node:zlib';
import { z } from 'zod';

/** The parts of esbuild's metafile that are used: how many bytes of each input are in each output. */
export const Metafile = z.object({
  outputs: z.record(
    z.string(),
    z.object({ inputs: z.record(z.string(), z.object({ bytesInOutput: z.int().nonnegative() })) }),
  ),
});
export type Metafile = z.infer<typeof Metafile>;

/** Bytes. */
export interface BundleWeight {
  readonly total: number;
  readonly gzip: number;
  /** Heaviest first; the project's own code is `src`. */
  readonly packages: readonly { readonly name: string; readonly bytes: number }[];
}

export function weigh(script: Uint8Array, { outputs }: Metafile): BundleWeight {
  const byPackage = new Map<string, number>();
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  for (const [file, { bytesInOutput }] of inputs) {
    const name = packageOf(file);
    byPackage.set(name, (byPackage.get(name) ?? 0) + bytesInOutput);
  }
  const packages = Array.from(byPackage, ([name, bytes]) => ({ name, bytes }));
  return {
    total: script.byteLength,
    gzip: gzipSync(script).byteLength,
    packages: packages.toSorted((a, b) => b.bytes - a.bytes),
  };
}

/** The innermost package that a file belongs to. */
function packageOf(file: string): string {
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
  if (name !== undefined) return name;
  return /(^|\/)src\//.test(file) ? 'src' : 'other';
}
