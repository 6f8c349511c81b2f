export { Palette, type PaletteAction } from './components/palette';
