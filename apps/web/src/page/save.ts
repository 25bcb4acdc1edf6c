/** Gives the reader a file to save, made in the page. */
export const saveText = (name: string, text: string, type: string): void => {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Taken back later, since a browser begins to save after the click.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
};
