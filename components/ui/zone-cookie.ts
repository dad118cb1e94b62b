/** The cookie by which the server learns the reader's time zone, so that its first answer is right. */
export const zoneCookie = 'zone';
