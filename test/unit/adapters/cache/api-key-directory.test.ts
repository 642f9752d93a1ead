import { describe, expect, it, vi } from 'vitest';
import {
  createApiKeyDirectory,
  createApiKeyMemory,
} from '../../../../src/adapters/cache/api-key-directory.ts';
import { ExpiringMap } from '../../../../src/adapters/cache/expiring-map.ts';
import type { ApiKey } from '../../../../src/domain/api-key.ts';

const key: ApiKey = {
  id: 'key_1',
  accountId: 'acc_1',
  livemode: false,
  scopes: ['read'],
  expiresAt: null,
  revokedAt: null,
};

function directory() {
  const time = { now: 1_000_000 };
  const source = {
    find: vi.fn(async (hash: string): Promise<ApiKey | null> => (hash === 'known' ? key : null)),
    touch: vi.fn(async () => {}),
  };
  const log = { info: vi.fn(), error: vi.fn() };
  const clock = { now: () => time.now };
  return { time, source, log, keys: createApiKeyDirectory(source, createApiKeyMemory(), clock, log) };
}

describe('the look-up of a key', () => {
  it('asks the database once in ten seconds', async () => {
    const { time, source, keys } = directory();
    expect([await keys.find('known'), await keys.find('known')]).toEqual([key, key]);
    expect(source.find).toHaveBeenCalledTimes(1);
    time.now += 10_000;
    await keys.find('known');
    expect(source.find).toHaveBeenCalledTimes(2);
  });

  it('asks again at once after the key was revoked here', async () => {
    const { source, keys } = directory();
    await keys.find('known');
    keys.forget('key_1');
    source.find.mockResolvedValueOnce({ ...key, revokedAt: 1 });
    expect(await keys.find('known')).toMatchObject({ revokedAt: 1 });
  });

  it('finds a key that did not exist a moment ago', async () => {
    const { source, keys } = directory();
    expect(await keys.find('new')).toBeNull();
    source.find.mockResolvedValueOnce(key);
    expect(await keys.find('new')).toEqual(key);
  });
});

describe('the last use of a key', () => {
  it('is written at most once a minute', async () => {
    const { time, source, keys } = directory();
    for (let second = 0; second < 60; second += 1, time.now += 1_000) await keys.recordUse('key_1');
    expect(source.touch).toHaveBeenCalledExactlyOnceWith('key_1', 1_000_000, 940_000);
    await keys.recordUse('key_1');
    expect(source.touch).toHaveBeenLastCalledWith('key_1', 1_060_000, 1_000_000);
  });

  it('is nothing that a request fails for', async () => {
    const { source, log, keys } = directory();
    source.touch.mockRejectedValueOnce(new Error('D1 is away'));
    await keys.recordUse('key_1');
    expect(log.error).toHaveBeenCalledWith(
      'api_key.use_not_recorded',
      expect.objectContaining({ key: 'key_1', error: 'Error' }),
    );
  });
});

describe('what an isolate remembers', () => {
  it('never grows beyond its capacity: the oldest makes room', () => {
    const map = new ExpiringMap<number>(2);
    map.set('a', 1, 10);
    map.set('b', 2, 10);
    map.set('a', 3, 10);
    map.set('c', 4, 10);
    expect(['a', 'b', 'c'].map((name) => map.get(name, 9))).toEqual([3, undefined, 4]);
    expect(map.get('a', 10)).toBeUndefined();
  });
});
