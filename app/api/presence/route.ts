import { openRecordInput, reportOpenRecord } from '@/lib/decisions/report-open-record';
import { readJson, runRoute } from '@/lib/server/api';

/** Tells which recommendation a browser tab has open, which others then see. */
export function POST(request: Request): Promise<Response> {
  return runRoute('presence', request, openRecordInput, readJson, reportOpenRecord);
}
