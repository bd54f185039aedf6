package dev.toeplitz.runtime.plan;

import java.util.Map;

/** Which tiles are a work-item's own: as many along the row as leave enough work-items. */
record TileItems(TileNest nest, TileShape shape, TileWay.Division division) {
    /** Panels of the right operand. */
    int panels() {
        return Math.ceilDiv(nest.channel().extent(), shape.width());
    }

    /** Fills in which tile is whose, and where it begins; gives the number of work-items. */
    long fill(Map<String, String> places) {
        int extent = nest.tiled().extent();
        int tiles = shape.tiles(extent);
        long around = GeneralCandidate.points(nest.groups()) * GeneralCandidate.points(nest.rows()) * panels();
        int parts = Math.clamp(Math.ceilDiv(division.items(), around), 1, tiles);
        int length = Math.ceilDiv(tiles, parts);
        parts = Math.ceilDiv(tiles, length);
        long items = around * parts;
        long rows = GeneralCandidate.points(nest.rows());
        String order = division.panelsFirst()
                ? "const int panel = item %% %1$d; const int part = item / %1$d %% %2$d; const int at_row = item / %3$d %% %4$d; "
                        .formatted(panels(), parts, panels() * parts, rows)
                : "const int part = item %% %1$d; const int at_row = item / %1$d %% %2$d; const int panel = item / %3$d %% %4$d; "
                        .formatted(parts, rows, parts * rows, panels());
        String groups = "const int at_group = item / %d; ".formatted(panels() * parts * rows);
        places.put(
                "decode",
                order
                        + groups
                        + IndexPrinter.decode(nest.rows(), "at_row")
                        + IndexPrinter.decode(nest.groups(), "at_group"));
        places.put("first", parts == 1 ? "0" : "part * " + length);
        places.put(
                "last",
                parts == 1 ? String.valueOf(tiles) : "min(part * %d + %d, %d)".formatted(length, length, tiles));
        places.put(
                "start",
                extent % shape.cols() == 0
                        ? "tile * " + shape.cols()
                        : "min(tile * %d, %d)".formatted(shape.cols(), shape.lastStart(extent)));
        return items;
    }
}
