/** Numbers below 1 that are the same in every run. Source: Park and Miller, "Random number generators", 1988. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
