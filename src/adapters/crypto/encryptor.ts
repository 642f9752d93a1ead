import type { Encryptor } from '../ports.ts';
import { fromBase64, toBase64 } from './digest.ts';

const NONCE_BYTES = 12;
const KEY_BYTES = 32;

/**
 * Encrypts small secrets with AES-256-GCM; the result is base64 of the nonce and the encrypted bytes. `context` names what a secret
 * belongs to: encrypted for one, it cannot be decrypted as that of another. `keyText`: 32 bytes as base64; throws where it is not.
 */
export function createEncryptor(
  keyText: string,
  randomBytes: (length: number) => Uint8Array<ArrayBuffer>,
): Encryptor {
  const bytes = fromBase64(keyText);
  if (bytes.length !== KEY_BYTES) throw new Error(`SECRETS_KEY must be ${KEY_BYTES} bytes as base64.`);
  let imported: ReturnType<typeof crypto.subtle.importKey> | undefined;
  const key = () =>
    (imported ??= crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']));
  return {
    async encrypt(secret, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const plain = new TextEncoder().encode(secret);
      const encrypted = await crypto.subtle.encrypt(algorithm(nonce, context), await key(), plain);
      return toBase64(new Uint8Array([...nonce, ...new Uint8Array(encrypted)]));
    },
    async decrypt(text, context) {
      const all = fromBase64(text);
      const nonce = all.slice(0, NONCE_BYTES);
      const encrypted = all.slice(NONCE_BYTES);
      const plain = await crypto.subtle.decrypt(algorithm(nonce, context), await key(), encrypted);
      return new TextDecoder().decode(plain);
    },
  };
}

function algorithm(iv: Uint8Array<ArrayBuffer>, context: string) {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(context) };
}
