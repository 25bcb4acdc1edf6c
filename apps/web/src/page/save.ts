/** Gives the reader a file to save, made in the page. */
export const saveFile = (name: string, content: Blob): void => {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Taken back later, since a browser begins to save after the click.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
};

/** Gives the reader a text to save. */
export const saveText = (name: string, text: string, type: string): void => {
  saveFile(name, new Blob([text], { type: `${type};charset=utf-8` }));
};
