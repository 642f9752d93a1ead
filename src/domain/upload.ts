import { z } from 'zod';
import { ID_PREFIX } from './ids.ts';

const MIB = 1024 * 1024;
const SMALLEST_PART_BYTES = 8 * MIB;
/** Storage takes 10,000 parts, all equal but the last. */
const MOST_PARTS = 10_000;
/** How long an upload takes parts and waits to be used. */
export const UPLOAD_LIFETIME_MS = 24 * 60 * 60 * 1000;

const MAX_FILE_NAME = 256;
export const MAX_CONTENT_TYPE = 200;

/** Name of a file in any script, in Unicode's composed form: a label that is shown again, never a path. */
export const FileName = z
  .string()
  .min(1)
  .max(MAX_FILE_NAME, `must have at most ${MAX_FILE_NAME} characters`)
  .transform((name) => name.toWellFormed().normalize('NFC'))
  .refine((name) => !/\p{Cc}/u.test(name), 'must not have control characters')
  .refine((name) => !/[/\\]/.test(name), 'must be a name without a path: no "/" and no "\\"');

/** The body of `POST /v1/uploads`. */
export const UploadPlan = z.strictObject({
  size_bytes: z.int().positive(),
  content_type: z.string().min(1).max(MAX_CONTENT_TYPE).optional(),
  file_name: FileName.optional(),
  /** Hex SHA-256 of the whole recording. */
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'must be 64 hexadecimal digits')
    .optional(),
});
export type UploadPlan = z.infer<typeof UploadPlan>;

/** `completed`: waits for a submission; `used`: an analysis, with the same UUID, was made from it. */
export type UploadStatus = 'open' | 'completed' | 'used';

/** A recording that comes in parts. Times are milliseconds since 1970. */
export interface Upload {
  /** UUID; also of the analysis that is made from it, so that what was uploaded need not be copied. */
  readonly id: string;
  readonly status: UploadStatus;
  readonly fileName: string | null;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Hex, lower case. */
  readonly sha256: string | null;
  readonly partBytes: number;
  /** What storage calls it. */
  readonly storageId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface UploadPart {
  /** From 1. */
  readonly number: number;
  readonly sizeBytes: number;
  readonly etag: string;
}

/** The size of every part but the last, bytes: whole MiB, at least 8, so many that there are never too many parts. */
export function partBytesFor(sizeBytes: number): number {
  return Math.max(SMALLEST_PART_BYTES, Math.ceil(sizeBytes / MOST_PARTS / MIB) * MIB);
}

/** Number of parts that the upload consists of. */
export function partCount({ sizeBytes, partBytes }: Pick<Upload, 'sizeBytes' | 'partBytes'>): number {
  return Math.ceil(sizeBytes / partBytes);
}

/** The size that a part must have, bytes; `null` where there is no such part. */
export function partSize(upload: Pick<Upload, 'sizeBytes' | 'partBytes'>, number: number): number | null {
  const count = partCount(upload);
  if (!Number.isInteger(number) || number < 1 || number > count) return null;
  return number < count ? upload.partBytes : upload.sizeBytes - (count - 1) * upload.partBytes;
}

/** Numbers of the parts that are not there yet, in order. */
export function missingParts(
  upload: Pick<Upload, 'sizeBytes' | 'partBytes'>,
  parts: readonly UploadPart[],
): number[] {
  const there = new Set(parts.map(({ number }) => number));
  return Array.from({ length: partCount(upload) }, (_, at) => at + 1).filter((number) => !there.has(number));
}

const PREFIX = ID_PREFIX.upload;

/** The id that callers see, `upl_019d…`, from the UUID. `fromUploadId` is its inverse. */
export function toUploadId(uuid: string): string {
  return PREFIX + uuid;
}

/** The UUID in an id such as `upl_019d…`; `null` where it is none. */
export function fromUploadId(id: string): string | null {
  const uuid = id.slice(PREFIX.length);
  return id.startsWith(PREFIX) && z.uuid().safeParse(uuid).success ? uuid : null;
}
