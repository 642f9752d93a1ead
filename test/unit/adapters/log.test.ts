import { DrizzleQueryError } from 'drizzle-orm/errors';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AiError } from '../../../src/adapters/ai/ai-client.ts';
import { describeError } from '../../../src/adapters/log.ts';
import { Fault } from '../../../src/domain/errors.ts';

const SECRET = 'Mrs Okonkwo 4417';
const line = (error: unknown) => JSON.stringify(describeError(error));

describe('what a log says of a thrown value', () => {
  const violation = new Error(`D1_ERROR: UNIQUE constraint failed, ${SECRET}: SQLITE_CONSTRAINT`);
  it.each([
    ['a plain error', new Error(SECRET)],
    ['a text', SECRET],
    ['lines that look like a stack', new Error(`${SECRET}\n    at ${SECRET} (file.ts:1:1)`)],
    ['a failed query', new DrizzleQueryError(`select '${SECRET}'`, [SECRET], violation)],
    ['a cause of a cause', new Fault('internal_error', SECRET, { name: SECRET }, new Error(SECRET))],
    ['an address', new TypeError(`fetch of https://files.test/call.wav?token=${SECRET} failed`)],
    ['a name that is not one', Object.assign(new Error('x'), { name: SECRET, code: SECRET })],
    ['an answer that does not fit', z.object({ a: z.literal('x') }).safeParse({ [SECRET]: SECRET }).error],
    ['a message that was changed', Object.assign(new Error('before'), { message: SECRET })],
  ])('has none of the words of %s', (_name, error) => {
    expect(line(error)).not.toMatch(/Okonkwo|4417/);
  });

  it('has the kind of a failure of the database, however deep', () => {
    const error = new DrizzleQueryError('select 1', [], violation);
    expect(describeError(error)).toMatchObject({ cause: { kind: 'SQLITE_CONSTRAINT' } });
  });

  it('has the type, the code and the place', () => {
    expect(describeError(new AiError(3040, 'busy'))).toMatchObject({ error: 'AiError', code: 3040 });
    expect(describeError(new Fault('too_many_listeners'))).toMatchObject({ code: 'too_many_listeners' });
    expect(describeError(new Error('x'))).toMatchObject({ at: expect.stringMatching(/log\.test\.ts:\d+/) });
  });

  it('ends where causes go round in circles', () => {
    const error = new Error('x');
    error.cause = error;
    expect(line(error).length).toBeLessThan(2000);
  });
});
