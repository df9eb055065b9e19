# z = (x - mean) / sd, turned where a lower reading is more sensitive; written apart from painpath.
BEGIN { FS = ","; printf "[" }
{
    x = ($3 == "log10") ? log($6) / log(10) : $6
    z = (x - $4) / $5
    if ($7 == "lower") z = -z
    printf "%s\n  {\"parameter\": \"%s\", \"unit\": \"%s\", \"mean\": %s, \"sd\": %s, \"value\": %s, \"z\": \"%.3f\"}", (NR > 1 ? "," : ""), $1, $2, $4, $5, $6, z
}
END { print "\n]" }
