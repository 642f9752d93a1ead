import { Hono } from 'hono';
import { errorsPage } from './errors.ts';
import { messageSchema } from './message-schema.ts';
import { referencePage } from './reference.ts';

/** No page may load, run or send anything beyond this host. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-cache',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The pages that people read. They say nothing about any account and need no key. */
export const docs = new Hono();

// Never an account's: the form of a message, for whoever writes to the queue.
docs.get('/docs/submission-message.schema.json', (c) => c.json(messageSchema(), 200, HEADERS));
docs.get('/docs', (c) => c.html(referencePage(), 200, HEADERS));
docs.get('/docs/errors', (c) => c.html(errorsPage(), 200, HEADERS));
