import type { Encryptor } from './ports.ts';

const NONCE_BYTES = 12;
const KEY_BYTES = 32;

/**
 * Encrypts small secrets with AES-256-GCM. `context` is what a secret belongs to: sealed for one owner, it cannot be
 * opened as another's. `keyText`: 32 bytes as base64.
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
      const sealed = await crypto.subtle.encrypt(algorithm(nonce, context), await key(), plain);
      return toBase64(new Uint8Array([...nonce, ...new Uint8Array(sealed)]));
    },
    async decrypt(box, context) {
      const all = fromBase64(box);
      const nonce = all.slice(0, NONCE_BYTES);
      const sealed = all.slice(NONCE_BYTES);
      const plain = await crypto.subtle.decrypt(algorithm(nonce, context), await key(), sealed);
      return new TextDecoder().decode(plain);
    },
  };
}

function algorithm(iv: Uint8Array<ArrayBuffer>, context: string) {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(context) };
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
