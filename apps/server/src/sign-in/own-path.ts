/** Where somebody goes who came with no path of this server. */
export const homePath = '/me';

const longest = 2000;

/**
 * Gives a path of this server to go back to after signing in; of anything that a browser could read as another site, of
 * a part of signing in, and of nothing, the page of one's own.
 */
export const ownPath = (path: string | undefined): string => {
  // Two slashes or a backslash begin the address of another host, and browsers skip control characters.
  if (path === undefined || path.length > longest || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(path)) return homePath;
  const here = 'http://here.invalid';
  const url = URL.canParse(path, here) ? new URL(path, here) : undefined;
  if (url?.origin !== here || /^\/sign-(in|out)(\/|$)/.test(url.pathname) || url.pathname.startsWith('//')) {
    return homePath;
  }
  return `${url.pathname}${url.search}`;
};
