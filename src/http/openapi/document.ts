import type { Router } from '../router.ts';
import { type Example, examples } from './examples.ts';

type Document = ReturnType<Router['getOpenAPI31Document']>;
type Operation = NonNullable<NonNullable<Document['paths']>[string]['get']>;
type Content = Record<string, { example?: unknown }>;

const DESCRIPTION = `
Send a recording or a transcript of a call; read back who spoke, what was measured, and a scored report.

**Credentials.** Every route takes an API key as \`Authorization: Bearer <key>\` or \`X-API-Key: <key>\`. A test key
never sees live data.

**Errors.** Each API answers in its own envelope; the codes are the same and are explained in [errors](/docs/errors).
Every response has an \`X-Request-ID\`.

**Sending again.** A write with an \`Idempotency-Key\` takes effect once: within 24 hours, the same request with the same
key gets the first answer again, with \`Idempotency-Replayed: true\`.

**Caching.** A finished analysis has an \`ETag\`: send it back as \`If-None-Match\` and nothing is sent twice.
`.trim();

const TAGS = [
  { name: 'Analyses', description: 'Submit calls, read what became of them.' },
  { name: 'Account', description: 'Settings of the account.' },
  {
    name: 'Uploads',
    description: 'Recordings past the limit of a single request, in parts that may be sent again.',
  },
  { name: 'Batches', description: 'Submit up to 10,000 calls in one request.' },
  { name: 'API keys', description: 'Keys of the account: create, list, revoke.' },
  { name: 'Webhooks', description: 'Callbacks: where they go, what became of them, how they are signed.' },
  { name: 'Goals', description: 'What the account wants to see happen in its calls.' },
  { name: 'Rules', description: 'What calls are held against.' },
  { name: 'Prompts', description: 'What the organisation asks of its agents, in its own words.' },
  { name: 'Vocabulary', description: 'Words that speech models would not expect.' },
  { name: 'Taxonomies', description: 'Subjects that calls are sorted by.' },
  { name: 'Reports', description: 'How agents did over a period.' },
  { name: 'Usage', description: 'What was analysed in each month, and what it cost.' },
  {
    name: 'Session analysis format',
    description: 'The same analyses, for clients of session analysis APIs.',
  },
  { name: 'Analysis list format', description: 'The same analyses, for clients that page through lists.' },
  { name: 'Recordings format', description: 'The same analyses, for clients that know them as recordings.' },
];

/** Serves the description of every route mounted before. It is made once, when first asked for. */
export function serveOpenApi(app: Router): void {
  let document: string | undefined;
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key, or a JSON Web Token where the deployment trusts an issuer',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
  });
  app.get('/openapi.json', (c) => {
    document ??= JSON.stringify(describeApi(app));
    return c.body(document, 200, { 'content-type': 'application/json' });
  });
}

function describeApi(app: Router): Document {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Debrief', version: '1', description: DESCRIPTION },
    servers: [{ url: '/', description: 'This deployment' }],
    tags: TAGS,
  });
  const known = examples();
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete]) {
      const example = known[operation?.operationId ?? ''];
      if (operation && example) addExample(operation, example);
      if (operation && operation !== path.get) addIdempotencyKey(operation);
      if (operation) addInvalidParameter(operation);
    }
  }
  return document;
}

/** The header that every write takes. No route declares it: the middleware of all routes reads it. */
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description:
    'Any text of your choice, such as a UUID: kept for 24 hours within the account and mode. The same request with the ' +
    'same key gets the first answer again, with `Idempotency-Replayed: true`.',
  schema: { type: 'string' as const, minLength: 1, maxLength: 255 },
};

/** What a write may be refused with because of the header, by status. */
const IDEMPOTENCY_ERRORS = {
  400: 'The `Idempotency-Key` is not valid, or was used for another request',
  409: 'The first request with this `Idempotency-Key` has not been answered yet',
};

/** A write refuses the header in the envelope that its route has for other errors. */
function addIdempotencyKey(operation: Operation): void {
  const { responses, parameters = [] } = operation;
  if (!responses || !('403' in responses)) return;
  operation.parameters = [...parameters, IDEMPOTENCY_KEY];
  for (const [status, description] of Object.entries(IDEMPOTENCY_ERRORS))
    responses[status] ??= { ...responses[403], description };
}

/** What says how long or how large a parameter may be refuses what is longer, in the envelope that the route has for other errors. */
function addInvalidParameter(operation: Operation): void {
  const { parameters = [], responses } = operation;
  if (!responses || !('403' in responses) || '422' in responses) return;
  const isBounded = parameters.some((one) =>
    /"(maxLength|maximum|pattern|format|enum)":/.test(JSON.stringify(one)),
  );
  if (isBounded) responses['400'] ??= { ...responses['403'], description: 'A parameter is not valid' };
}

function addExample({ requestBody, responses }: Operation, { request, answer }: Example): void {
  if (request !== undefined && requestBody && 'content' in requestBody)
    setExample(requestBody.content, request);
  const success = Object.entries(responses ?? {}).find(([status]) => status.startsWith('2'))?.[1];
  if (answer !== undefined) setExample(success?.content, answer);
}

function setExample(content: Content | undefined, example: unknown): void {
  const json = content?.['application/json'];
  if (json) json.example = example;
}
