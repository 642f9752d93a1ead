import { asc, eq, lt } from 'drizzle-orm';
import type { UploadStatus } from '../domain/upload.ts';
import { uploadParts, uploads } from './schema/index.ts';
import type { Database } from './system.ts';

export interface ExpiredUpload {
  readonly id: string;
  readonly accountId: string;
  readonly status: UploadStatus;
  readonly storageId: string;
}

/** Uploads of all accounts, for the sweep. */
export interface ExpiredUploads {
  /** Those that expired before a moment, the oldest first. */
  list(beforeMs: number, limit: number): Promise<ExpiredUpload[]>;
  remove(id: string): Promise<void>;
}

export function expiredUploadsIn(db: Database): ExpiredUploads {
  return {
    list: (beforeMs, limit) =>
      db
        .select({
          id: uploads.id,
          accountId: uploads.accountId,
          status: uploads.status,
          storageId: uploads.storageId,
        })
        .from(uploads)
        .where(lt(uploads.expiresAt, beforeMs))
        .orderBy(asc(uploads.expiresAt), asc(uploads.id))
        .limit(limit),
    async remove(id) {
      await db.batch([
        db.delete(uploadParts).where(eq(uploadParts.uploadId, id)),
        db.delete(uploads).where(eq(uploads.id, id)),
      ]);
    },
  };
}
