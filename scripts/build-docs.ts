import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import scalar from '@scalar/fastify-api-reference';
import fastify from 'fastify';

/** Where wrangler.toml says that the static assets are. */
const target = path.resolve(import.meta.dirname, '../dist/assets/docs/scalar.js');

/** The viewer of `/docs` comes out of an installed package, so that no page ever needs another host. */
const server = fastify();
await server.register(scalar, { routePrefix: '/docs', configuration: { url: '/openapi.json' } });
const { statusCode, rawPayload } = await server.inject('/docs/js/scalar.js');
if (statusCode !== 200) throw new Error(`the viewer of the API reference answers ${statusCode}`);
await mkdir(path.dirname(target), { recursive: true });
await writeFile(target, rawPayload.toString().replace(/\n\/\/# sourceMappingURL=\S*\s*$/, '\n'));
/** Assets do not pass through the Worker, which sets this on every other answer. */
const headers = path.resolve(import.meta.dirname, '../dist/assets/_headers');
await writeFile(headers, '/*\n  X-Content-Type-Options: nosniff\n');
await server.close();
