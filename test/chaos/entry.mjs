// The built Worker with its services failing: every call of D1, R2, a queue, an object or a model may be refused, may be done
// and its answer lost, or may take long. How often, and from which seed, says the variable CHAOS.
import worker, * as built from './worker.js';

const MESSAGES = ['Network connection lost.', 'internal error', 'D1_ERROR: D1 DB is overloaded.', 'timeout'];
const SLOW_MS = 400;
const SPREAD = 48_271;
const MODULUS = 2_147_483_647;

let isCalm = false;
let state;
function next(seed) {
  state ??= 1 + (seed % (MODULUS - 1));
  state = (state * SPREAD) % MODULUS;
  return state / MODULUS;
}

/** Does `work` as a service that may fail does it. */
async function unreliably({ seed, rate }, work) {
  const kind = !isCalm && next(seed) < rate ? Math.floor(next(seed) * 3) : null;
  const failure = new Error(MESSAGES[Math.floor(next(seed) * MESSAGES.length)]);
  if (kind === 0) throw failure;
  if (kind === 2) await new Promise((resolve) => setTimeout(resolve, SLOW_MS * next(seed)));
  const result = await work();
  if (kind === 1) throw failure;
  return result;
}

/** The service with the named methods unreliable; the others as they are. */
function failing(service, chaos, methods) {
  return new Proxy(service, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const call = (...args) => Reflect.apply(value, target, args);
      return methods === 'all' || methods.includes(name)
        ? (...args) => unreliably(chaos, () => call(...args))
        : call;
    },
  });
}

const STATEMENT = Symbol('statement');

function failingStatement(statement, chaos) {
  return new Proxy(statement, {
    get(target, name) {
      if (name === STATEMENT) return target;
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name === 'bind') return (...args) => failingStatement(target.bind(...args), chaos);
      return (...args) => unreliably(chaos, () => Reflect.apply(value, target, args));
    },
  });
}

function failingDatabase(database, chaos) {
  return new Proxy(database, {
    get(target, name) {
      if (name === 'prepare') return (sql) => failingStatement(target.prepare(sql), chaos);
      if (name === 'batch')
        return (statements) =>
          unreliably(chaos, () => target.batch(statements.map((one) => one[STATEMENT] ?? one)));
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function failingNamespace(namespace, chaos) {
  return new Proxy(namespace, {
    get(target, name) {
      if (name !== 'getByName') return Reflect.get(target, name);
      return (...args) =>
        new Proxy(
          {},
          {
            get:
              (_stub, method) =>
              (...given) =>
                unreliably(chaos, () => target.getByName(...args)[method](...given)),
          },
        );
    },
  });
}

/** Workers AI by its binding, so that what it is asked is charged for. */
function modelsAt(url, chaos) {
  return {
    async run(model, { audio, ...options }, { signal }) {
      const address = new URL(`/client/v4/accounts/chaos/ai/run/${model}`, url);
      for (const [name, value] of Object.entries(options))
        for (const one of [value].flat()) address.searchParams.append(name, String(one));
      const headers = { 'content-type': audio.contentType };
      const answer = async () => {
        const response = await fetch(address, { method: 'POST', signal, body: audio.body, headers });
        const { success, result, errors } = await response.json();
        if (!success) throw new Error(`${errors[0].code}: ${errors[0].message}`);
        return result;
      };
      return unreliably(chaos, answer);
    },
  };
}

function unreliable(env) {
  const chaos = JSON.parse(env.CHAOS);
  const wrapped = { ...env, AI: modelsAt(chaos.aiUrl, chaos) };
  for (const name of ['DB', 'SEARCH']) wrapped[name] = failingDatabase(env[name], chaos);
  wrapped.STORE = failing(env.STORE, chaos, 'all');
  for (const name of ['JOBS', 'TRANSCRIPTIONS', 'JUDGEMENTS', 'BATCH_CHUNKS', 'SUBMISSIONS'])
    wrapped[name] = failing(env[name], chaos, ['send', 'sendBatch']);
  for (const name of ['ANALYSES', 'RATE_COUNTERS', 'IDEMPOTENCY_KEYS', 'BATCHES', 'CALLBACKS', 'MODEL_SLOTS'])
    wrapped[name] = failingNamespace(env[name], chaos);
  return wrapped;
}

export class AnalysisObject extends built.AnalysisObject {
  constructor(context, env) {
    super(context, unreliable(env));
    this.stored = context.storage;
  }

  /** When it does something by itself again; `null` where it never will. */
  nextAlarm() {
    return this.stored.getAlarm();
  }
}

export class BatchObject extends built.BatchObject {
  constructor(context, env) {
    super(context, unreliable(env));
  }
}

export class CallbackObject extends built.CallbackObject {
  constructor(context, env) {
    super(context, unreliable(env));
  }
}

export class ModelSlots extends built.ModelSlots {
  constructor(context, env) {
    super(context, unreliable(env));
  }
}

export const { RateCounter, IdempotencyKey } = built;

const ALARM = '/chaos/alarm/';
/** From now on nothing fails. */
const CALM = '/chaos/calm';

export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith(ALARM))
      return Response.json({ alarm: await env.ANALYSES.getByName(pathname.slice(ALARM.length)).nextAlarm() });
    if (pathname === CALM) {
      isCalm = true;
      return Response.json({});
    }
    return worker.fetch(request, unreliable(env), context);
  },
  queue: (batch, env, context) => worker.queue(batch, unreliable(env), context),
  scheduled: (controller, env, context) => worker.scheduled(controller, unreliable(env), context),
};
