import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkSettings, readSettings } from '../../../scripts/system/settings.ts';
import { StartError } from '../../../scripts/system/start-error.ts';
import { readWorkerConfig } from '../../../scripts/worker/config.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const devVars = (text: string) => writeFileSync(path.join(folder, '.dev.vars'), text);

describe('the settings of npm start', () => {
  it('are every variable of wrangler.toml and every secret, and nothing else of the environment', () => {
    const names = [...Object.keys(readWorkerConfig().vars), 'JWT_SECRET', 'LLM_API_KEY', 'SECRETS_KEY'];
    const given = Object.fromEntries(names.map((name) => [name, `of ${name}`]));
    expect(readSettings({ ...given, PATH: '/bin', DEV_API_KEY: 'sk_test_x' }, folder)).toEqual(given);
  });

  it('come from .dev.vars where the environment has none', () => {
    devVars('JWT_SECRET="of the file"\nJWT_ISSUER=file # whose\n');
    expect(readSettings({ JWT_ISSUER: 'environment' }, folder)).toEqual({
      JWT_SECRET: 'of the file',
      JWT_ISSUER: 'environment',
    });
    expect(readSettings({}, path.join(folder, 'none'))).toEqual({});
  });

  it('are not taken under a name that the Worker does not know', () => {
    devVars('JWT_SECRETS=typo');
    expect(() => readSettings({}, folder)).toThrow(/sets JWT_SECRETS, which is none of AI_BASE_URL, /);
  });

  it('are refused by name, before anything starts, where the Worker would not take them', () => {
    expect(() => checkSettings({ MAX_UPLOAD_BYTES: 'many', LLM_BASE_URL: 'ftp://x' })).toThrow(StartError);
    expect(() => checkSettings({ MAX_UPLOAD_BYTES: 'many', LLM_BASE_URL: 'ftp://x' })).toThrow(
      /MAX_UPLOAD_BYTES[^]*LLM_BASE_URL/,
    );
    expect(() => checkSettings({ JWT_SECRET: 's'.repeat(32) })).toThrow('Tokens need JWT_ISSUER');
    expect(() => checkSettings({ LLM_MODEL: 'any' })).not.toThrow();
  });
});
