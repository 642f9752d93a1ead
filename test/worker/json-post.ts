/** A POST with `body` as JSON. */
export function jsonPost(body: unknown) {
  return { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
