import { z } from 'zod';
import { listAudit, listAuditInput } from '@/lib/audit/list-audit';
import { runRoute } from '@/lib/server/api';

const query = listAuditInput.extend({ page: z.coerce.number(), pageSize: z.coerce.number() });

/** Returns a page of the audit trail, newest first, to admins. */
export async function GET(request: Request): Promise<Response> {
  const params = Object.fromEntries(new URL(request.url).searchParams);
  const input = { page: 1, pageSize: 50, ...params };
  return runRoute('audit.list', request, query, input, listAudit);
}
