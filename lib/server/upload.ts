import 'server-only';
import { AppError } from './errors';
import { readBody } from './request-body';

/** A file of a form. */
interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads the fields of a form with files, in memory.
 * @throws AppError `invalid_input` if it is not a form, or as `readBody` with these limits
 */
export async function readForm(
  request: Request,
  limits: Parameters<typeof readBody>[1],
): Promise<Readonly<Record<string, string | UploadedFile>>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of readBody(request, limits)) chunks.push(chunk);
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  const form = await new Response(new Blob(chunks), { headers })
    .formData()
    .catch((cause: unknown) => {
      throw new AppError('invalid_input', 'The request body is not a form.', { cause });
    });
  const fields = [...form.entries()].map(async ([name, value]) => {
    if (typeof value === 'string') return [name, value] as const;
    const bytes = new Uint8Array(await value.arrayBuffer());
    return [name, { name: value.name, bytes }] as const;
  });
  return Object.fromEntries(await Promise.all(fields));
}

/**
 * Reads the rows of an uploaded Parquet file. Loads DuckDB when it is called, so that an app on Snowflake
 * works without it.
 * @throws AppError `invalid_input` if it is not a Parquet file
 */
export async function readParquet(file: UploadedFile) {
  const duckdb = await import('@/lib/warehouse/duckdb/read-parquet');
  return duckdb.readParquet(file);
}
