import { logistic } from '../../src/understanding/model.ts';

/** A score that was given without having seen the example, and how far the output was true of it, 0 to 1. */
export interface Scored {
  readonly score: number;
  readonly truth: number;
}

/** Slope and offset of Platt's logistic function, by Newton's method with his regularised targets (Platt, 1999). */
export function calibrate(scored: readonly Scored[]): { slope: number; offset: number } {
  const positives = scored.reduce((sum, { truth }) => sum + truth, 0);
  const [high, low] = [(positives + 1) / (positives + 2), 1 / (scored.length - positives + 2)];
  let [slope, offset] = [1, 0];
  for (let step = 0; step < 50; step += 1) {
    let [gs, go, hss, hso, hoo] = [0, 0, 1e-6, 0, 1e-6];
    for (const { score, truth } of scored) {
      const probability = logistic(slope * score + offset);
      const error = probability - (truth * high + (1 - truth) * low);
      const weight = probability * (1 - probability);
      gs += error * score;
      go += error;
      hss += weight * score * score;
      hso += weight * score;
      hoo += weight;
    }
    const determinant = hss * hoo - hso * hso;
    slope -= Math.max(-1, Math.min(1, (hoo * gs - hso * go) / determinant));
    offset -= Math.max(-1, Math.min(1, (hss * go - hso * gs) / determinant));
  }
  return { slope: Math.max(0.05, slope), offset };
}

/** A score from which on something is stated, and how that does. */
export interface Threshold {
  readonly score: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

const NEVER: Threshold = { score: Infinity, precision: 0, recall: 0, f1: 0 };

/** The threshold with the best F1, and the lowest one that still has the precision. */
export function thresholds(
  scored: readonly Scored[],
  precision: number,
): { readonly best: Threshold; readonly sure: Threshold } {
  const ranked = scored.toSorted((a, b) => b.score - a.score);
  const positives = ranked.reduce((sum, { truth }) => sum + truth, 0);
  let [found, best, sure] = [0, NEVER, NEVER];
  ranked.forEach(({ score, truth }, index) => {
    found += truth;
    const at = {
      score,
      precision: found / (index + 1),
      recall: found / Math.max(1, positives),
      f1: (2 * found) / (index + 1 + positives),
    };
    if (at.f1 > best.f1) best = at;
    if (at.precision >= precision) sure = at;
  });
  return { best, sure };
}
