import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const bindings = [
  ...read('wrangler.toml').matchAll(/\[\[durable_objects\.bindings\]\]\nname = "(.*)"/g),
].flatMap(([, name]) => name ?? []);

it('every namespace of objects is restricted to the jurisdiction', () => {
  expect(bindings.length).toBeGreaterThan(0);
  const restricted = read('src/composition/objects.ts').matchAll(
    /(\w+): (\w+)\.jurisdiction\(jurisdiction\)/g,
  );
  expect(Array.from(restricted, ([, name = '']) => name).toSorted()).toEqual(bindings.toSorted());
});

it('no other file takes a namespace from the environment', () => {
  const taken = new RegExp(
    `\\benv\\.(${bindings.join('|')})\\b|\\{[^}]*\\b(${bindings.join('|')})\\b[^}]*\\} = env`,
  );
  const files = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  const taking = files.filter((file) => file.endsWith('.ts') && taken.test(read(path.join('src', file))));
  expect(taking).toEqual(['composition/objects.ts']);
});
