import { verifyAudit, verifyAuditInput } from '@/lib/audit/verify-audit';
import { readJson, runRoute } from '@/lib/server/api';

/** Checks the audit trail, also against heads from a log, for admins. It changes nothing. */
export async function POST(request: Request): Promise<Response> {
  return runRoute('audit.verify', request, verifyAuditInput, readJson, verifyAudit);
}
