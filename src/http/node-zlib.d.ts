/** What is used of Node's compression in workerd (`nodejs_compat`), which has no types of its own. */
declare module 'node:zlib' {
  /** Throws a `RangeError` past `maxOutputLength`, bytes. */
  export function gunzipSync(data: Uint8Array, options: { maxOutputLength: number }): Uint8Array;
}
