import { importUpload, uploadInput } from '@/lib/accounts/import/import-upload';
import { MAX_FORM_BYTES, tooLargeMessage } from '@/lib/accounts/import/upload-limit';
import { runRoute } from '@/lib/server/api';
import { readForm, readParquet } from '@/lib/server/upload';

/** Replaces the accounts or the CSMs with those of an uploaded file. */
export function POST(request: Request): Promise<Response> {
  const readFields = () =>
    readForm(request, { maxBytes: MAX_FORM_BYTES, tooLarge: tooLargeMessage });
  return runRoute('import', request, uploadInput, readFields, (ctx, upload) =>
    importUpload({ ...ctx, readParquet }, upload),
  );
}
