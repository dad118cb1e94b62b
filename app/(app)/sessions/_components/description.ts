/** What the page is for, and what to do about a browser that is not the person's own. */
export const sessionsDescription =
  'The browsers in which you are signed in. End one that you don’t recognize, and ask an admin to change your password.';
