import { z } from 'zod';
import { listMembers } from '@/lib/members/list-members';
import { saveMember, saveMemberInput } from '@/lib/members/save-member';
import { readJson, runRoute } from '@/lib/server/api';
import { sessionLimits } from '@/lib/server/auth/session';

/** Returns all members with their open sessions. Admins only. */
export function GET(request: Request): Promise<Response> {
  return runRoute('members.list', request, z.object({}), {}, async (ctx) => ({
    members: await listMembers(ctx, sessionLimits()),
  }));
}

/** Adds a member, or changes the name, role, and password of the one with this email. Admins only. */
export function POST(request: Request): Promise<Response> {
  return runRoute('members.save', request, saveMemberInput, readJson, saveMember);
}
