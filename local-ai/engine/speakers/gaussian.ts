import type { VoiceFrame } from './voice-frames.ts';

/** A multivariate normal distribution, its covariance held as a Cholesky factor. */
export interface Gaussian {
  mean: number[];
  /** Lower triangle L with L·Lᵀ = covariance. */
  factor: number[][];
  /** Natural logarithm of the covariance's determinant. */
  logDeterminant: number;
}

function meanOf(frames: readonly VoiceFrame[]): number[] {
  const sums = Array.from({ length: frames[0]?.length ?? 0 }, () => 0);
  for (const frame of frames)
    for (const [index, value] of frame.entries()) sums[index] = (sums[index] ?? 0) + value;
  return sums.map((sum) => sum / frames.length);
}

function covarianceOf(frames: readonly VoiceFrame[], mean: readonly number[], floor: number): number[][] {
  const size = mean.length;
  const sums = Array.from({ length: size }, () => new Float64Array(size));
  for (const frame of frames) {
    const centred = frame.map((value, index) => value - (mean[index] ?? 0));
    for (const [row, sumsOfRow] of sums.entries())
      for (let column = 0; column <= row; column += 1)
        sumsOfRow[column] = (sumsOfRow[column] ?? 0) + (centred[row] ?? 0) * (centred[column] ?? 0);
  }
  return sums.map((sumsOfRow, row) =>
    Array.from(sumsOfRow, (sum, column) => sum / frames.length + (row === column ? floor : 0)),
  );
}

/** Cholesky-Banachiewicz factor of a positive definite matrix, of which the lower triangle is read. */
function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const factor: number[][] = [];
  for (const [row, values] of matrix.entries()) {
    const current: number[] = [];
    for (let column = 0; column <= row; column += 1) {
      const other = column === row ? current : (factor[column] ?? []);
      let rest = values[column] ?? 0;
      for (let index = 0; index < column; index += 1) rest -= (current[index] ?? 0) * (other[index] ?? 0);
      current.push(column === row ? Math.sqrt(Math.max(rest, 1e-9)) : rest / (other[column] ?? 1));
    }
    factor.push(current);
  }
  return factor;
}

/** Maximum-likelihood Gaussian of at least one frame; `floor` is added to every variance so that few frames suffice. */
export function fitGaussian(frames: readonly VoiceFrame[], floor: number): Gaussian {
  const mean = meanOf(frames);
  const factor = cholesky(covarianceOf(frames, mean, floor));
  const logDeterminant = factor.reduce((sum, row) => sum + 2 * Math.log(row.at(-1) ?? 1), 0);
  return { mean, factor, logDeterminant };
}

/** Log density of a frame up to the constant that all Gaussians of the same size share. */
export function logDensity({ mean, factor, logDeterminant }: Gaussian, frame: VoiceFrame): number {
  const solved: number[] = [];
  let distance = 0;
  for (const [row, values] of factor.entries()) {
    let rest = (frame[row] ?? 0) - (mean[row] ?? 0);
    for (let column = 0; column < row; column += 1) rest -= (values[column] ?? 0) * (solved[column] ?? 0);
    const value = rest / (values[row] ?? 1);
    solved.push(value);
    distance += value * value;
  }
  return -0.5 * (distance + logDeterminant);
}

/**
 * How much better two Gaussians explain the frames than one, less the cost of the second one's parameters: positive
 * for two voices. `penalty` scales that cost (1 in theory, tuned in practice). ΔBIC of S. Chen and P. Gopalakrishnan, "Speaker, environment and channel change detection" (1998).
 */
export function twoVoicesEvidence(
  first: readonly VoiceFrame[],
  second: readonly VoiceFrame[],
  floor: number,
  penalty: number,
): number {
  const all = [...first, ...second];
  const size = all[0]?.length ?? 0;
  const gain = (frames: readonly VoiceFrame[]) => frames.length * fitGaussian(frames, floor).logDeterminant;
  const parameters = size + (size * (size + 1)) / 2;
  return (gain(all) - gain(first) - gain(second) - penalty * parameters * Math.log(all.length)) / 2;
}
