import { and, asc, eq, getTableColumns, inArray, lt, sql } from 'drizzle-orm';
import type { Upload, UploadPart, UploadStatus } from '../domain/upload.ts';
import type { Database } from './database.ts';
import { uploadParts, uploads } from './schema/index.ts';
import { mine, type TenantDatabases } from './tenant.ts';

/** Every query below sees the uploads of one account in one mode and no others. */
export interface UploadRepository {
  add(upload: Upload): Promise<void>;
  find(id: string): Promise<Upload | null>;
  /** In the order of their numbers. */
  parts(id: string): Promise<UploadPart[]>;
  /** A part that is sent again takes the place of the one before; nothing changes once the upload is not open any more. */
  putPart(id: string, part: UploadPart): Promise<void>;
  /** Changes nothing where the upload is not `from`. */
  changeStatus(id: string, from: UploadStatus, to: UploadStatus): Promise<void>;
  remove(id: string): Promise<void>;
}

export function createUploadRepository({ directory: db, tenant }: TenantDatabases): UploadRepository {
  const isMine = mine(tenant, uploads);
  const which = (id: string) => and(eq(uploads.id, id), isMine);
  const ofMine = (id: string) =>
    inArray(uploadParts.uploadId, db.select({ id: uploads.id }).from(uploads).where(which(id)));
  return {
    async add(upload) {
      await db.insert(uploads).values({ ...upload, ...tenant });
    },
    async find(id) {
      const { accountId: _accountId, livemode: _livemode, ...columns } = getTableColumns(uploads);
      return (await db.select(columns).from(uploads).where(which(id)).get()) ?? null;
    },
    parts(id) {
      const { uploadId: _uploadId, ...columns } = getTableColumns(uploadParts);
      return db.select(columns).from(uploadParts).where(ofMine(id)).orderBy(asc(uploadParts.number));
    },
    async putPart(id, { number, sizeBytes, etag }) {
      const open = and(which(id), eq(uploads.status, 'open'));
      await db.run(
        sql`insert into ${uploadParts} (upload_id, number, size_bytes, etag)
          select id, ${number}, ${sizeBytes}, ${etag} from ${uploads} where ${open}
          on conflict (upload_id, number) do update set size_bytes = excluded.size_bytes, etag = excluded.etag`,
      );
    },
    async changeStatus(id, from, to) {
      await db
        .update(uploads)
        .set({ status: to })
        .where(and(which(id), eq(uploads.status, from)));
    },
    async remove(id) {
      await db.batch([db.delete(uploadParts).where(ofMine(id)), db.delete(uploads).where(which(id))]);
    },
  };
}

export interface ExpiredUpload {
  readonly id: string;
  readonly accountId: string;
  readonly status: UploadStatus;
  readonly storageId: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly expiresAt: number;
}

/** Uploads of all accounts, for the sweep. */
export interface ExpiredUploadRepository {
  /** Those that expired before a moment, the oldest first, those after `after`. */
  list(
    beforeMs: number,
    limit: number,
    after: Pick<ExpiredUpload, 'expiresAt' | 'id'> | null,
  ): Promise<ExpiredUpload[]>;
  remove(id: string): Promise<void>;
}

export function createExpiredUploadRepository(db: Database): ExpiredUploadRepository {
  return {
    list: (beforeMs, limit, after) =>
      db
        .select({
          id: uploads.id,
          accountId: uploads.accountId,
          status: uploads.status,
          storageId: uploads.storageId,
          expiresAt: uploads.expiresAt,
        })
        .from(uploads)
        .where(
          and(
            lt(uploads.expiresAt, beforeMs),
            after
              ? sql`(${uploads.expiresAt}, ${uploads.id}) > (${after.expiresAt}, ${after.id})`
              : undefined,
          ),
        )
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
