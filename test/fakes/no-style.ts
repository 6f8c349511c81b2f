/** Takes the place of a stylesheet where there is nothing to be seen. */
export const noStyle = '';
