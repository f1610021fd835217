package com.github.nexmark.flink.udf;

import java.nio.charset.StandardCharsets;
import org.apache.flink.table.functions.ScalarFunction;

/** The function that Nexmark's query 14 calls: how often the first byte of one text occurs in another; 0 in NULL. */
public class CountChar extends ScalarFunction {
    public long eval(String text, String character) {
        byte wanted = character.getBytes(StandardCharsets.UTF_8)[0];
        long count = 0;
        for (byte found : (text == null ? "" : text).getBytes(StandardCharsets.UTF_8)) {
            count += found == wanted ? 1 : 0;
        }
        return count;
    }
}
