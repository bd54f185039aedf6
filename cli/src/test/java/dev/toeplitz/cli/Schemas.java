package dev.toeplitz.cli;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;

/** The published schemas of what {@code --json} prints. */
final class Schemas {
    private Schemas() {}

    /** Empty where the text follows the schema. */
    static List<?> violations(String schema, String json) {
        String name = "/dev/toeplitz/reports/json/" + schema + ".schema.json";
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Schemas.class.getResourceAsStream(name))
                .validate(json, InputFormat.JSON);
    }
}
