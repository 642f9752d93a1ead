// A receiver of callbacks: `SECRET=whsec_… node examples/webhook-receiver.ts [port]`. It checks the signature, answers at
// once, and takes each callback once, however often it arrives. With Node 24 it runs as it is.
import { createServer } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

const secret = process.env['SECRET'];
if (secret === undefined)
  throw new Error('Set SECRET to the secret that was shown when the webhook was made.');
const verifier = new Webhook(secret);
const port = Number(process.argv[2] ?? 4000);
const MAX_BYTES = 50_000_000;

/** In production: a table with a unique key, written in the transaction that acts on the callback. */
const taken = new Set<string>();

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) request.destroy();
    else chunks.push(chunk);
  });
  request.on('end', () => {
    // The signature is over these very bytes: parsing and printing JSON again would change them.
    const body = Buffer.concat(chunks).toString('utf8');
    const headers = {
      'webhook-id': String(request.headers['webhook-id'] ?? ''),
      'webhook-timestamp': String(request.headers['webhook-timestamp'] ?? ''),
      'webhook-signature': String(request.headers['webhook-signature'] ?? ''),
    };
    try {
      verifier.verify(body, headers);
    } catch (error) {
      response.writeHead(error instanceof WebhookVerificationError ? 401 : 400).end();
      return;
    }
    response.writeHead(204).end();
    if (taken.has(headers['webhook-id'])) return;
    taken.add(headers['webhook-id']);
    console.log(
      String(request.headers['x-debrief-event']),
      headers['webhook-id'],
      `${body.length} characters`,
    );
  });
});

// A connection that is closed just when the sender uses it again loses a callback until its next attempt.
server.keepAliveTimeout = 75_000;
server.listen(port, () => console.log(`listening on http://localhost:${port}`));
